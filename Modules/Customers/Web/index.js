/** What the customer master adds to the pages. */
import { entityNamed } from '../../parts/catalogue.js'
import { addRecordPanel, addRecordVerb } from '../../parts/panels.js'
import { t } from '../../parts/texts.js'
import { addNavigation, addRules, leaveOut } from '../../shell/navigation.js'
import { addPage } from '../../shell/pages.js'
import { mayRelease, release } from './pools.js'

addRecordPanel('customer', {
  key: 'relations', title: () => t('page.relations.title'), icon: 'hub', place: 'main', order: 20, load: () => import('./relations/RelationsPanel.js'),
  shows: (record) => !record.deletedAt && Boolean(entityNamed('customerRelation')), replaces: ['customerRelation.from', 'customerRelation.to', 'customer.parent'],
})

// These are looked at on their customer.
leaveOut('customerRelation', 'contactRole', 'invoiceTitle', 'consent', 'verification', 'investment', 'customerCode')

addRules('approvalAuthority', 'codeRule', 'retentionRule')

addPage('credit-holds', () => import('./HoldsPage.js'))
leaveOut('creditHold')
addNavigation({ group: 'customers', path: '/credit-holds', order: 20, icon: 'pan_tool', label: () => t('page.credit.title'), shows: () => Boolean(entityNamed('creditHold')) })
addRecordPanel('customer', {
  key: 'credit', title: () => t('page.credit.panel'), icon: 'account_balance', place: 'side', order: 60, load: () => import('./CreditPanel.js'),
  shows: (record) => !record.deletedAt && Boolean(record.creditLimit || record.salesLimit || record.creditUsed || record.creditOverdue || record.creditBlocked),
})

// Pools themselves are managed from the page that shows what lies in them.
leaveOut('pool')
addPage('public-pools', () => import('./PoolsPage.js'))
addNavigation({ group: 'customers', path: '/public-pools', order: 10, icon: 'waves', label: () => t('page.pools.title'), shows: () => Boolean(entityNamed('pool') && entityNamed('customer')) })

addRecordVerb('customer', { label: () => t('page.pools.release'), icon: 'waves', shows: (record, session) => mayRelease('customer', record, session), run: (entity, record) => release(entity.resource, record) })
addRecordPanel('customer', { key: 'pool', title: () => t('page.pools.title'), place: 'head', order: 10, load: () => import('./PoolHead.js'), shows: (record) => !record.deletedAt })
addRecordPanel('customer', { key: 'contactWarning', title: () => t('page.consent.warning'), place: 'head', order: 20, load: () => import('./ConsentHead.js'), shows: (record) => !record.deletedAt })
for (const entity of ['customer', 'contact'])
  addRecordPanel(entity, { key: 'advice', title: () => t('page.advice.title'), icon: 'record_voice_over', place: 'main', order: 40, load: () => import('./AdvicePanel.js'), shows: (record) => !record.deletedAt && 'temperament' in record })
addRecordPanel('customer', {
  key: 'projects', title: () => t('page.projects.title'), icon: 'flag', place: 'tab', order: 105, load: () => import('./KeyProjectPanel.js'), replaces: ['keyProject.customer'], shows: () => Boolean(entityNamed('keyProject')),
  count: (record, counts) => counts['keyProject.customer'],
})
addRecordPanel('customer', {
  key: 'investments', title: () => t('page.investments.title'), icon: 'savings', place: 'tab', order: 110, load: () => import('./InvestmentPanel.js'), replaces: ['investment.customer'], shows: () => Boolean(entityNamed('investment')),
  count: (record, counts) => counts['investment.customer'],
})
addRecordPanel('customer', {
  key: 'consents', title: () => t('page.consent.title'), icon: 'verified_user', place: 'tab', order: 120, load: () => import('./ConsentPanel.js'), replaces: ['consent.customer'], shows: () => Boolean(entityNamed('consent')),
  count: (record, counts) => counts['consent.customer'],
})
for (const entity of ['customer', 'contact'])
  addRecordPanel(entity, { key: 'erasure', title: () => t('page.privacy.state'), place: 'head', order: 5, load: () => import('./ErasureHead.js'), shows: (record) => Boolean(record.deletedAt) })
for (const entity of ['customer', 'contact'])
  addRecordPanel(entity, { key: 'privacy', title: () => t('page.privacy.title'), icon: 'shield', place: 'tab', order: 200, load: () => import('./PrivacyPanel.js'), shows: () => Boolean(entityNamed(entity)?.can.protect) })
