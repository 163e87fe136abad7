/** What this module shows on the pages of customers. */
import { entityNamed } from '../../parts/catalogue.js'
import { addRecordPanel } from '../../parts/panels.js'
import { t } from '../../parts/texts.js'
import { leaveOut } from '../../shell/navigation.js'

addRecordPanel('customer', {
  key: 'warnings', title: () => t('page.warnings.title'), place: 'head', order: 10, load: () => import('./ContactWarnings.js'),
  shows: (record) => Object.entries(record).some(([key, value]) => key.startsWith('doNot') && value === true),
})
addRecordPanel('customer', {
  key: 'relations', title: () => t('page.relations.title'), icon: 'hub', place: 'main', order: 20, load: () => import('./relations/RelationsPanel.js'),
  shows: (record) => !record.deletedAt && Boolean(entityNamed('customerRelation')), replaces: ['customerRelation.from', 'customerRelation.to', 'customer.parent'],
})

// These are looked at on their customer.
leaveOut('customerRelation', 'contactRole', 'invoiceTitle', 'consent')
