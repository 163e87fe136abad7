/** What grades add to the pages: rules and their trial, and why a customer has its grade. */
import { entityNamed } from '../../parts/catalogue.js'
import { addRecordPanel } from '../../parts/panels.js'
import { t } from '../../parts/texts.js'
import { addNavigation, leaveOut } from '../../shell/navigation.js'
import { addPage } from '../../shell/pages.js'

addPage('grade-rules', () => import('./RulesPage.js'))
leaveOut('gradeRule', 'gradeChange', 'gradeBenefit')
addNavigation({ group: 'tools', path: '/grade-rules', icon: 'workspace_premium', label: () => t('page.grades.title'), shows: () => Boolean(entityNamed('gradeRule')?.can.edit) })
addRecordPanel('customer', {
  key: 'grade', title: () => t('page.grades.panel'), icon: 'workspace_premium', place: 'side', order: 40, load: () => import('./GradePanel.js'),
  shows: (record) => !record.deletedAt && Boolean(entityNamed('customer')?.field.grade),
})
