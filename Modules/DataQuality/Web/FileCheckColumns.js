/** A file that was brought: how it is read and which column holds what, as an import asks it. */
import { html } from '../../parts/html.js'
import { computed } from '../../parts/libraries.js'
import { api, once } from '../../parts/api.js'
import { Button } from '../../parts/elements.js'
import { go } from '../../parts/router.js'
import { Empty, Failure, Skeleton } from '../../parts/states.js'
import { t } from '../../parts/texts.js'
import { FilePreview } from '../../pages/import/FilePreview.js'
import { MappingTable } from '../../pages/import/MappingTable.js'
import { mappingOf } from '../../pages/import/plan.js'
import { usePreview } from '../../pages/import/usePreview.js'

export const FileCheckColumns = {
  props: { file: String, entity: Object },
  setup(props) {
    const { state, reading, load, targets } = usePreview(props)
    const isReady = computed(() => state.plan?.columns.some(({ target }) => target))
    const begin = async () => {
      Object.assign(state, { isBusy: true, refused: null })
      try {
        const { header, ...rest } = reading()
        const payload = { file: props.file, mapping: mappingOf(props.entity, state.preview.header, state.plan), ...rest, ...(header ? { header: header !== 'false' } : {}) }
        const job = await api.post('/jobs', { kind: 'checkFile', payload }, { headers: once() })
        await go(`/file-check/jobs/${job.id}`)
      } catch (problem) {
        state.refused = problem
      } finally {
        state.isBusy = false
      }
    }
    const unreadable = () => state.problem.status === 422
      ? html`<div role="alert"><${Empty} icon="error_outline" title=${t('import.unreadable')} text=${state.problem.errors.map((error) => error.message).join(' ')} label=${t('import.otherFile')} action=${() => go('/file-check')} /></div>`
      : html`<${Failure} problem=${state.problem} retry=${load} />`
    const body = () => html`
      ${state.problem && html`<div class="gx-import-problem" role="alert"><p>${state.problem.errors?.[0]?.message ?? state.problem.message}</p></div>`}
      <${FilePreview} preview=${state.preview} />
      <${MappingTable} entity=${props.entity} preview=${state.preview} plan=${state.plan} targets=${targets.value} isAlone />
      ${state.refused && html`<div class="gx-import-problem" role="alert"><p>${state.refused.message}</p>${state.refused.errors?.map((error) => html`<p class="gx-error">${error.message}</p>`)}</div>`}`
    return () => html`
      <div class="gx-scroll gx-import">${state.problem && !state.preview ? unreadable() : !state.preview ? html`<${Skeleton} lines=${8} />` : body()}</div>
      ${state.preview && html`
        <footer class="gx-save-bar gx-wrap"><span class="gx-grow gx-faint gx-small">${t('page.fileCheck.untouched')}</span>
          <${Button} kind="quiet" label=${t('import.otherFile')} onClick=${() => go('/file-check')} />
          <${Button} kind="primary" label=${t('page.fileCheck.start')} busy=${state.isBusy} disabled=${!isReady.value} onClick=${begin} /></footer>`}`
  },
}
