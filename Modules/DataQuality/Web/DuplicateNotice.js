/** Above the form of a customer: who is there already, looked up while one types. Typing goes on; only a save despite a sure match is asked about. */
import { html } from '../../parts/html.js'
import { onBeforeUnmount, reactive, watch } from '../../parts/libraries.js'
import { api } from '../../parts/api.js'
import { entityNamed } from '../../parts/catalogue.js'
import { ask } from '../../parts/Dialog.js'
import { Chip, Icon } from '../../parts/elements.js'
import { fullAddress, phone } from '../../parts/format.js'
import { Link } from '../../parts/router.js'
import { t } from '../../parts/texts.js'
import { verdictOf } from './evidence.js'

const COMPARED = ['name', 'identityNumber', 'taxNumber', 'mobile', 'phone', 'mail', 'wechat', 'birthday', 'address']
const PAUSE = 400

/** What was typed so far, as the server asks for it. */
function typed(values) {
  const given = { kind: values.kind }
  for (const key of COMPARED) {
    const text = key === 'address' ? values.address && fullAddress(values.address) : values[key]
    if (text) given[key] = String(text).slice(0, key === 'birthday' ? 10 : 200)
  }
  return given
}

export const DuplicateNotice = {
  props: { form: Object },
  setup(props) {
    const found = reactive({ duplicates: [], elsewhere: [] })
    const before = props.form.state.record
    let timer = 0, asked = 0, confirmed = ''

    const look = async () => {
      const mine = ++asked
      const given = typed(props.form.state.values)
      // Nothing but a kind is nobody; one who is edited is compared once something is changed.
      if (Object.keys(given).length < 2 || (before && JSON.stringify(typed(before)) === JSON.stringify(given))) return Object.assign(found, { duplicates: [], elsewhere: [] })
      const answer = await api.post('/customers/duplicates', { ...given, ...(before ? { record: before.id } : {}) }).catch(() => null)
      if (answer && mine === asked) Object.assign(found, answer)
    }
    watch(() => JSON.stringify(typed(props.form.state.values)), () => {
      clearTimeout(timer)
      timer = setTimeout(look, PAUSE)
    })

    const sure = () => found.duplicates.filter((duplicate) => duplicate.verdict === 'same')
    const guard = async () => {
      clearTimeout(timer)
      await look()
      const mark = JSON.stringify([sure().map(({ record }) => record.id), found.elsewhere])
      if ((!sure().length && !found.elsewhere.length) || mark === confirmed) return true
      const names = sure().map(({ record }) => record.name).join(t('list.comma'))
      const isSure = await ask({ title: t('page.duplicates.confirm'), text: names ? t('page.duplicates.confirmHelp', { names }) : t('page.duplicates.confirmElsewhere'), yes: t('page.duplicates.saveAnyway') })
      if (isSure) confirmed = mark
      return Boolean(isSure)
    }
    props.form.guards.add(guard)
    onBeforeUnmount(() => {
      clearTimeout(timer)
      props.form.guards.delete(guard)
    })

    const details = (record) => [record.code, record.mobile && phone(record.mobile), record.birthday, record.address && fullAddress(record.address)].filter(Boolean).join(' · ')
    const agreement = (evidence) => evidence.filter(({ bits }) => bits > 0).map(({ field }) => entityNamed('customer')?.field[field]?.label ?? field).join(t('list.comma'))
    return () => (found.duplicates.length || found.elsewhere.length) ? html`
      <section class="gx-duplicates" role="status" aria-label=${t('page.duplicates.found')}>
        <h3><${Icon} name="join_inner" />${t('page.duplicates.found')}</h3>
        <ul>
          ${found.duplicates.slice(0, 5).map(({ record, verdict, evidence }) => html`
            <li key=${record.id}><${Chip} ...${verdictOf(verdict)} />
              <div class="gx-grow"><${Link} class="gx-link" to=${`/customers/${record.id}`} target="_blank">${() => record.name}<//><span class="gx-faint gx-small gx-lines">${details(record)}</span></div>
              <span class="gx-faint gx-small gx-duplicates-why">${agreement(evidence)}</span></li>`)}
          ${found.elsewhere.map(({ unit }) => html`<li key=${unit ?? ''}><${Icon} name="account_tree" /><span>${unit ? t('page.duplicates.elsewhere', { unit }) : t('page.duplicates.elsewhereNowhere')}</span></li>`)}
        </ul>
      </section>` : null
  },
}
