/** How good the customer records of each unit are, how they change, and how far their cleansing has come. */
import { html } from '../../parts/html.js'
import { computed, reactive, ref } from '../../parts/libraries.js'
import { api } from '../../parts/api.js'
import { entityNamed } from '../../parts/catalogue.js'
import { Chart } from '../../parts/charts/Chart.js'
import { useChart } from '../../parts/charts/useChart.js'
import { Dialog } from '../../parts/Dialog.js'
import { Button } from '../../parts/elements.js'
import { DateInput } from '../../parts/fields/DateInput.js'
import { exactNumber } from '../../parts/format.js'
import { useKeys } from '../../parts/keys.js'
import { go } from '../../parts/router.js'
import { runJob } from '../../parts/runJob.js'
import { Empty, Failure, Skeleton } from '../../parts/states.js'
import { t } from '../../parts/texts.js'
import { done, failed } from '../../parts/toast.js'

export default {
  setup() {
    const state = reactive({ rows: null, problem: null })
    const isMaking = ref(false)
    const load = async () => {
      try {
        Object.assign(state, { rows: (await api.get('/quality/units')).data, problem: null })
      } catch (problem) {
        state.problem = problem
      }
    }
    load()
    const history = useChart(() => (entityNamed('unitQuality') ? { entity: entityNamed('unitQuality'), chart: { type: 'line', groups: ['day:day', 'unit'], measure: 'avg:realNameRate' } } : null))
    const points = computed(() => history.state.model?.parts[0]?.categories.length ?? 0)
    const mayMake = () => Boolean(entityNamed('cleansingTask')?.can.create)
    const tasks = (row, filter = {}) => go('/cleansing-tasks', { filter: JSON.stringify({ ...(row.unit ? { unit: row.unit } : {}), ...filter }) })
    useKeys([{ keys: 'm', label: () => t('page.quality.make'), run: () => mayMake() && (isMaking.value = true) }])

    const row = (figures) => html`
      <tr key=${figures.unit}>
        <th scope="row">${figures.name || t('page.quality.noUnit')}</th>
        <td class="gx-right gx-number">${exactNumber(String(figures.customers))}</td>
        <td><${Share} value=${figures.quality} label=${t('page.quality.score')} /></td>
        <td><${Share} value=${figures.realNameRate} unit="%" label=${t('page.quality.realName')} /></td>
        <td>${progress(figures)}</td>
      </tr>`
    const progress = (figures) => {
      const total = figures.open + figures.done
      if (!total) return html`<span class="gx-faint">${t('page.quality.noTasks')}</span>`
      return html`
        <button type="button" class="gx-plain gx-quality-tasks" onClick=${() => tasks(figures)}>
          <${Share} value=${(figures.done * 100) / total} text=${t('page.quality.progressOf', { done: figures.done, total })} label=${t('page.quality.progress')} />
          ${figures.late > 0 && html`<span class="gx-bad">${t('page.quality.late', { n: figures.late })}</span>`}</button>`
    }
    const table = () => html`
      <div class="gx-quality-table" tabindex="0" role="region" aria-label=${t('page.quality.unit')}><table class="gx-table">
        <thead><tr><th>${t('page.quality.unit')}</th><th class="gx-right">${t('page.quality.customers')}</th><th>${t('page.quality.score')}</th><th>${t('page.quality.realName')}</th><th>${t('page.quality.progress')}</th></tr></thead>
        <tbody>${state.rows.map(row)}</tbody></table></div>`
    const chart = () => html`
      <h2>${t('page.quality.history')}</h2>
      ${points.value > 1 ? html`<div class="gx-quality-chart"><${Chart} model=${history.state.model} type="line" /></div>` : html`<p class="gx-faint">${t('page.quality.noHistory')}</p>`}`
    const body = () => {
      if (state.problem) return html`<${Failure} problem=${state.problem} retry=${load} />`
      if (!state.rows) return html`<${Skeleton} lines=${8} />`
      if (!state.rows.length) return html`<${Empty} icon="fact_check" title=${t('page.quality.none')} text=${t('page.quality.noneHelp')} />`
      return html`${table()}${chart()}`
    }
    return () => html`
      <div class="gx-head"><h1 class="gx-grow">${t('page.quality.title')}</h1>
        ${mayMake() && html`<${Button} icon="cleaning_services" label=${t('page.quality.make')} keys="M" onClick=${() => (isMaking.value = true)} />`}</div>
      <div class="gx-scroll gx-quality" tabindex="0" role="region" aria-label=${t('page.quality.title')}>${body()}</div>
      ${isMaking.value && html`<${MakeTasks} units=${(state.rows ?? []).filter(({ unit }) => unit)} onClose=${() => (isMaking.value = false)} onMade=${load} />`}`
  },
}

// From these on the bar is amber, and green.
const FAIR = 60, GOOD = 80

/** A number of a hundred as a bar. */
const Share = ({ value, unit = '', text, label }) =>
  value === null
    ? html`<span class="gx-faint">–</span>`
    : html`<span class="gx-quality-share"><span class="gx-quality-meter" role="meter" aria-valuemin="0" aria-valuemax="100" aria-valuenow=${Math.round(value)} aria-label=${label}><i class=${value >= GOOD ? 'gx-quality-good' : value >= FAIR && 'gx-quality-fair'} style=${{ width: `${value}%` }}></i></span><span class="gx-number">${text ?? `${Number(value).toFixed(1)}${unit}`}</span></span>`
Share.props = ['value', 'unit', 'text', 'label']

/** Asks for whom tasks are to be made. */
const MakeTasks = {
  props: { units: Array },
  emits: ['close', 'made'],
  setup(props, { emit }) {
    const form = reactive({ below: 60, wanted: 80, unit: '', targetOn: '', isBusy: false })
    const make = async (close) => {
      form.isBusy = true
      try {
        const job = await runJob('makeCleansingTasks', { below: Number(form.below), wanted: Number(form.wanted), unit: form.unit || null, targetOn: form.targetOn || null })
        if (job.state !== 'done') throw new Error(t('page.quality.failed'))
        done(t('page.quality.made', job.result), () => go('/cleansing-tasks'), t('page.quality.progress'))
        emit('made')
        close()
      } catch (problem) {
        failed(problem)
      } finally {
        form.isBusy = false
      }
    }
    const number = (key) => html`
      <label class="gx-quality-field"><span>${t(`page.quality.${key}`)}</span><input class="gx-input" type="number" min="1" max="100" value=${form[key]} onInput=${(event) => (form[key] = event.target.value)} /></label>`
    return () => html`
      <${Dialog} title=${t('page.quality.make')} onClose=${() => emit('close')}>${{
        default: () => html`
          <div class="gx-quality-form">${number('below')}${number('wanted')}
            <label class="gx-quality-field"><span>${t('page.quality.unit')}</span><select class="gx-input" value=${form.unit} onChange=${(event) => (form.unit = event.target.value)}>
              <option value="">${t('page.quality.allUnits')}</option>${props.units.map(({ unit, name }) => html`<option key=${unit} value=${unit}>${name}</option>`)}</select></label>
            <label class="gx-quality-field"><span>${t('page.quality.targetOn')}</span><${DateInput} modelValue=${form.targetOn} onUpdate:modelValue=${(day) => (form.targetOn = day ?? '')} /></label></div>`,
        foot: ({ close }) => html`<${Button} kind="quiet" label=${t('action.cancel')} onClick=${close} /><${Button} kind="primary" label=${t('page.quality.make')} busy=${form.isBusy} onClick=${() => make(close)} />`,
      }}<//>`
  },
}
