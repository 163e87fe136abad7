/** What data quality adds to the pages: the queue of possible duplicates, and a look for them while a customer is entered; the quality of records; the check-up of a file. */
import { entityNamed } from '../../parts/catalogue.js'
import { addFormCompanion } from '../../parts/forms/companions.js'
import { t } from '../../parts/texts.js'
import { addNavigation, addRules, leaveOut } from '../../shell/navigation.js'
import { addPage } from '../../shell/pages.js'
import { addImportPanel } from '../../pages/import/panels.js'
import { DuplicateNotice } from './DuplicateNotice.js'
import { ImportQuality } from './ImportQuality.js'

leaveOut('duplicatePair', 'unitQuality')
addRules('matchSettings')
addPage('duplicates', () => import('./DuplicatesPage.js'))
addNavigation({ path: '/duplicates', order: 30, icon: 'join_inner', label: () => t('page.duplicates.title'), shows: () => Boolean(entityNamed('duplicatePair')) })
addFormCompanion('customer', DuplicateNotice)

addImportPanel('customer', ImportQuality)
addPage('data-quality', () => import('./QualityPage.js'))
addNavigation({ path: '/data-quality', order: 40, icon: 'fact_check', label: () => t('page.quality.title'), shows: () => Boolean(entityNamed('unitQuality')) })

addPage('file-check', () => import('./FileCheckPage.js'))
addNavigation({ path: '/file-check', order: 45, icon: 'troubleshoot', label: () => t('page.fileCheck.title'), shows: () => Boolean(entityNamed('customer')?.can.create) })
