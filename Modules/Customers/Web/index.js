/** What the customer master adds to the pages. */
import { entityNamed } from '../../parts/catalogue.js'
import { addRecordPanel } from '../../parts/panels.js'
import { t } from '../../parts/texts.js'
import { addNavigation, leaveOut } from '../../shell/navigation.js'
import { addPage } from '../../shell/pages.js'

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

addPage('credit-holds', () => import('./HoldsPage.js'))
leaveOut('creditHold', 'approvalAuthority')
addNavigation({ group: 'customers', path: '/credit-holds', icon: 'pan_tool', label: () => t('page.credit.title'), shows: () => Boolean(entityNamed('creditHold')) })
addRecordPanel('customer', {
  key: 'credit', title: () => t('page.credit.panel'), icon: 'account_balance', place: 'side', order: 60, load: () => import('./CreditPanel.js'),
  shows: (record) => !record.deletedAt && Boolean(record.creditLimit || record.salesLimit || record.creditUsed || record.creditOverdue || record.creditBlocked),
})
