/** A file that was brought: how it is read, which column is which field, what shall happen, and a trial of all that. */
import { html } from '../../parts/html.js'
import { computed } from '../../parts/libraries.js'
import { api, once } from '../../parts/api.js'
import { entityNamed } from '../../parts/catalogue.js'
import { Button } from '../../parts/elements.js'
import { isOver, useJob } from '../../parts/jobs.js'
import { go, route, setQuery } from '../../parts/router.js'
import { Empty, Failure, Skeleton } from '../../parts/states.js'
import { t } from '../../parts/texts.js'
import { Belonging } from './Belonging.js'
import { FilePreview } from './FilePreview.js'
import { ImportOptions } from './ImportOptions.js'
import { MappingTable } from './MappingTable.js'
import { isReady, mappingOf, missingFields, planOf, same, targetsOf, unknownWords } from './plan.js'
import { Trial } from './Trial.js'
import { usePreview } from './usePreview.js'

export const MatchStep = {
  props: { file: String, entity: Object },
  setup(props, { slots }) {
    const { state, reading, load, targets } = usePreview(props)
    const trial = useJob()
    if (route.query.trial) api.get(`/jobs/${route.query.trial}`).then(trial.follow, () => setQuery({ trial: undefined }))

    const missing = computed(() => (state.plan ? missingFields(props.entity, state.plan) : { own: [], children: {} }))
    const mapping = computed(() => state.plan && mappingOf(props.entity, state.preview.header, state.plan))
    const unknown = computed(() => unknownWords(targets.value, state.plan, state.preview.rows, trial.state.job?.result?.words))
    const isTried = computed(() => trial.state.job?.state === 'done' && same(trial.state.job.payload.mapping, mapping.value))

    /** With another entity in each row, its columns are proposed like the others, as far as they are free. */
    const addChild = async (name) => {
      state.plan.children.push({ entity: name, match: [], values: {}, defaults: {} })
      const proposed = await api.get(`/import-files/${props.file}/preview`, { ...reading(), entity: name }).catch(() => null)
      const free = new Set(targetsOf(props.entity, [entityNamed(name)]).map(({ key }) => key))
      for (const [i, { target, by }] of planOf(proposed?.mapping ?? {}, state.preview.header).columns.entries())
        if (target && !state.plan.columns[i].target && free.has(`${name}:${target}`)) state.plan.columns[i] = { target: `${name}:${target}`, by }
      const title = entityNamed(name).title
      if (state.plan.columns.some(({ target }) => target === `${name}:${title}`)) state.plan.children.find((child) => child.entity === name).match = [title]
    }
    const removeChild = (name) => {
      state.plan.children = state.plan.children.filter((child) => child.entity !== name)
      for (const column of state.plan.columns) if (column.target?.startsWith(`${name}:`)) Object.assign(column, { target: null, by: '' })
    }
    const begin = async (dryRun) => {
      Object.assign(state, { isBusy: true, refused: null })
      try {
        const { header, ...rest } = reading()
        const payload = { file: props.file, mapping: mapping.value, ...rest, ...(header ? { header: header !== 'false' } : {}), ...(route.query.with ? { with: route.query.with } : {}), ...(dryRun ? { dryRun } : {}) }
        const job = await api.post('/jobs', { kind: 'import', payload }, { headers: once() })
        if (!dryRun) return await go(`/import/jobs/${job.id}`)
        trial.follow(job)
        setQuery({ trial: job.id })
      } catch (problem) {
        state.refused = problem
      } finally {
        state.isBusy = false
      }
    }
    const stop = () => api.post(`/jobs/${trial.state.job.id}/cancel`).then(trial.follow, (problem) => (state.refused = problem))
    const isTrying = computed(() => trial.state.job && !isOver(trial.state.job))
    const foot = () => {
      const lacking = [...missing.value.own, ...Object.values(missing.value.children).flat()].map((field) => field.label)
      return html`
        <footer class="gx-save-bar gx-wrap"><span class="gx-grow gx-warn gx-small">${lacking.length > 0 && t('import.missing', { fields: lacking.join(t('list.comma')) })}</span>
          <${Button} kind="quiet" label=${t('import.otherFile')} onClick=${() => go('/import', { entity: props.entity.name, with: route.query.with })} />
          <${Button} kind=${isTried.value ? undefined : 'primary'} label=${t('import.try')} busy=${state.isBusy || isTrying.value} disabled=${!isReady(state.plan)} onClick=${() => begin(true)} />
          <${Button} kind=${isTried.value ? 'primary' : undefined} label=${t('import.start')} disabled=${!isReady(state.plan) || state.isBusy || isTrying.value} onClick=${() => begin(false)} /></footer>`
    }
    /** Why the file is no table, or why it is not here. */
    const unreadable = () => state.problem.status === 422
      ? html`<div role="alert"><${Empty} icon="error_outline" title=${t('import.unreadable')} text=${state.problem.errors.map((error) => error.message).join(' ')} label=${t('import.otherFile')} action=${() => go('/import', { entity: props.entity.name })} /></div>`
      : html`<${Failure} problem=${state.problem} retry=${load} />`
    const body = () => html`
      ${slots.default?.()}
      <${FilePreview} preview=${state.preview} />
      <${Belonging} entity=${props.entity} preview=${state.preview} plan=${state.plan} />
      <${MappingTable} entity=${props.entity} preview=${state.preview} plan=${state.plan} targets=${targets.value} onAddChild=${addChild} onRemoveChild=${removeChild} />
      <${ImportOptions} entity=${props.entity} plan=${state.plan} missing=${missing.value} unknown=${unknown.value} />
      ${trial.state.job && html`<${Trial} job=${trial.state.job} isOld=${!isTried.value} onStop=${stop} />`}
      ${state.refused && html`<div class="gx-import-problem" role="alert"><p>${state.refused.message}</p>${state.refused.errors?.map((error) => html`<p class="gx-error">${[error.field, error.message].filter(Boolean).join(': ')}</p>`)}</div>`}`
    return () => html`
      <div class="gx-scroll gx-import">${state.problem && !state.preview ? unreadable()
        : !state.preview ? html`<${Skeleton} lines=${8} />` : html`${state.problem && html`<div class="gx-import-problem" role="alert"><p>${state.problem.errors?.[0]?.message ?? state.problem.message}</p></div>`}${body()}`}</div>
      ${state.preview && foot()}`
  },
}
