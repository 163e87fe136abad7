/** For each grade the roles whose people may set it by hand; none means whoever may write the field. */
import { html } from '../../parts/html.js'
import { ref } from '../../parts/libraries.js'
import { api } from '../../parts/api.js'
import { Picker } from '../../parts/fields/Picker.js'
import { t } from '../../parts/texts.js'
import { GradeChip } from './words.js'

export const AuthorityEditor = {
  props: { modelValue: Object, grades: Array },
  emits: ['update:modelValue'],
  setup(props, { emit }) {
    const roles = ref([])
    api.get('/roles', { limit: 200, fields: 'name', sort: 'name' }).then(({ data }) => (roles.value = data.map(({ id, name }) => ({ key: id, label: name })))).catch(() => {})
    const put = (grade, ids) => {
      const { [grade]: _, ...others } = props.modelValue
      emit('update:modelValue', ids?.length ? { ...others, [grade]: ids } : others)
    }
    return () => html`
      <p class="gx-faint gx-small">${t('page.grades.authorityHelp')}</p>
      <div class="gx-bands">${props.grades.map(({ grade }) => html`
        <div key=${grade} class="gx-row"><span class="gx-grade-choice"><${GradeChip} grade=${grade} /></span>
          <div class="gx-grow"><${Picker} multiple label=${t('page.grades.authorityOf', { grade })} placeholder=${t('page.grades.anybody')} modelValue=${props.modelValue[grade] ?? []} options=${roles.value} onUpdate:modelValue=${(ids) => put(grade, ids)} /></div></div>`)}</div>`
  },
}
