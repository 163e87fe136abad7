/** The rules by which customers are graded: a list, and for each the editor and the trial. */
import { html } from '../../parts/html.js'
import { computed } from '../../parts/libraries.js'
import { api, once } from '../../parts/api.js'
import { entityNamed } from '../../parts/catalogue.js'
import { ask } from '../../parts/Dialog.js'
import { Button, Chip } from '../../parts/elements.js'
import { usePages } from '../../parts/pages.js'
import { go, Link } from '../../parts/router.js'
import { Empty, Failure, Skeleton } from '../../parts/states.js'
import { t } from '../../parts/texts.js'
import { done, failed } from '../../parts/toast.js'
import { RuleEditor } from './RuleEditor.js'
import { TrialPage } from './TrialPage.js'
import { GradeChip } from './words.js'

export default {
  props: { steps: Array },
  setup(props) {
    const place = computed(() => props.steps ?? [])
    return () => {
      const [id, part] = place.value
      if (!id) return html`<${RuleList} />`
      return part === 'trial' ? html`<${TrialPage} key=${id} id=${id} />` : html`<${RuleEditor} key=${id} id=${id === 'new' ? null : id} />`
    }
  },
}

const RuleList = {
  setup() {
    const entity = entityNamed('gradeRule')
    const list = usePages((cursor) => api.get('/grade-rules', { limit: 100, sort: 'priority,id', expand: 'scopeUnit', cursor }))
    const prepared = async () => {
      try {
        go(`/grade-rules/${(await api.post('/grade-rules/prepared', {}, { headers: once() })).id}`)
      } catch (problem) {
        failed(problem)
      }
    }
    const recalculate = async () => {
      if (!(await ask({ title: t('page.grades.recalculate'), text: t('page.grades.recalculateHelp'), yes: t('page.grades.recalculate') }))) return
      try {
        await api.post('/grade-rules/recalculate', {}, { headers: once() })
        done(t('page.grades.recalculating'))
      } catch (problem) {
        failed(problem)
      }
    }
    const kinds = (rule) => (rule.kinds?.length ? rule.kinds.map((key) => entity.field.kinds.option[key]?.label ?? key).join(t('list.comma')) : t('page.grades.everybody'))
    const row = (rule) => html`
      <tr key=${rule.id}>
        <td><${Link} to=${`/grade-rules/${rule.id}`} class="gx-strong">${rule.name}<//><div class="gx-faint gx-small">${kinds(rule)}${rule.scopeUnit && ` · ${rule.expanded?.scopeUnit?.title ?? ''}`}</div></td>
        <td class="gx-wide-only"><span class="gx-row gx-wrap">${(rule.grades ?? []).map(({ grade }) => html`<${GradeChip} key=${grade} grade=${grade} />`)}</span></td>
        <td><${Chip} colour=${rule.isActive ? 'green' : 'grey'} label=${t(rule.isActive ? 'page.grades.active' : 'page.grades.draft')} /></td>
        <td class="gx-cell-tools"><${Button} kind="quiet" icon="science" label=${t('page.grades.trial')} onClick=${() => go(`/grade-rules/${rule.id}/trial`)} /></td>
      </tr>`
    return () => html`
      <div class="gx-head"><h1>${t('page.grades.title')}</h1><span class="gx-grow"></span>
        <${Button} kind="quiet" icon="redeem" label=${t('page.grades.benefits')} onClick=${() => go('/grade-benefits')} />
        <${Button} kind="quiet" icon="refresh" label=${t('page.grades.recalculate')} onClick=${recalculate} />
        <${Button} kind="primary" icon="add" label=${t('page.grades.new')} onClick=${() => go('/grade-rules/new')} /></div>
      <div class="gx-scroll gx-grade-page">
        ${list.problem ? html`<${Failure} problem=${list.problem} retry=${list.reload} />` : !list.isLoaded ? html`<${Skeleton} lines=${5} />`
          : !list.items.length ? html`<${Empty} icon="workspace_premium" title=${t('page.grades.empty')} text=${t('page.grades.emptyHelp')} label=${t('page.grades.prepared')} action=${prepared} />`
          : html`<p class="gx-faint">${t('page.grades.order')}</p><table class="gx-admin-rows"><thead><tr><th>${entity.field.name.label}</th><th class="gx-wide-only">${entity.field.grades.label}</th><th>${entity.field.isActive.label}</th><th></th></tr></thead><tbody>${list.items.map(row)}</tbody></table>`}
      </div>`
  },
}
