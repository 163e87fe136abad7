/** Sessions and tokens of an account: where it is logged in, since when, and ending them. */
import { html } from './html.js'
import { shallowRef } from './libraries.js'
import { api } from './api.js'
import { ask } from './Dialog.js'
import { Button, Chip, Icon } from './elements.js'
import { fullInstant, relativeInstant } from './format.js'
import { Failure, Skeleton } from './states.js'
import { t } from './texts.js'
import { done, failed } from './toast.js'

/** The browser and the system in short: Chrome · Windows. */
export function deviceOf(agent) {
  if (!agent) return t('accesses.unknown')
  const find = (names) => names.find(([, pattern]) => pattern.test(agent))?.[0]
  const browser = find([['Edge', /Edg\//], ['WeChat', /MicroMessenger/], ['Chrome', /Chrome\//], ['Firefox', /Firefox\//], ['Safari', /Safari\//]])
  const system = find([['Windows', /Windows/], ['Android', /Android/], ['iPhone', /iPhone/], ['iPad', /iPad/], ['macOS', /Mac OS X/], ['Linux', /Linux/]])
  return [browser, system].filter(Boolean).join(' · ') || agent.slice(0, 40)
}

export const Accesses = {
  /** `kind` shows only `session` or `token`; `path` is where they are asked for and ended. */
  props: { path: String, kind: String, mayEndAll: Boolean },
  setup(props, { expose }) {
    const list = shallowRef(null)
    const problem = shallowRef(null)
    const load = async () => {
      try {
        const { data } = await api.get(props.path)
        list.value = data.filter((access) => !props.kind || access.kind === props.kind)
        problem.value = null
      } catch (error) {
        problem.value = error
      }
    }
    load()
    expose({ load })
    const end = async (access) => {
      const before = list.value
      list.value = before.filter((other) => other !== access)
      try {
        await api.delete(`${props.path}/${access.id}`)
        done(t(`accesses.ended.${access.kind}`))
      } catch (error) {
        list.value = before
        failed(error)
      }
    }
    const endAll = async () => {
      if (!(await ask({ title: t('accesses.endAll'), text: t('accesses.endAllHelp'), yes: t('accesses.endAll'), danger: true }))) return
      await api.delete(props.path).then(() => done(t('accesses.endedAll')), failed)
      load()
    }
    const name = (access) => (access.kind === 'token' ? access.name : deviceOf(access.userAgent))
    const row = (access) => html`
      <li key=${access.id} class="gx-access"><${Icon} name=${access.kind === 'token' ? 'key' : /Android|iPhone|Mobile/.test(access.userAgent ?? '') ? 'smartphone' : 'computer'} />
        <div class="gx-grow"><div class="gx-row gx-wrap"><span class="gx-cut">${name(access)}</span>
          ${access.isCurrent && html`<${Chip} colour="green" label=${t('accesses.current')} />`}${access.impersonator && html`<${Chip} colour="amber" label=${t('accesses.impersonated')} />`}
          ${access.kind === 'token' && html`<${Chip} colour="violet" label=${access.scopes ? access.scopes.map(scopeLabel).join(t('list.comma')) : t('accesses.everything')} />`}</div>
          <div class="gx-faint gx-small">${[access.address, t('accesses.used', { time: relativeInstant(access.lastUsedAt) }), t('accesses.until', { time: fullInstant(access.expiresAt) })].filter(Boolean).join(' · ')}</div></div>
        ${!access.isCurrent && html`<${Button} kind="quiet" label=${t(access.kind === 'token' ? 'accesses.revoke' : 'accesses.end')} onClick=${() => end(access)} />`}</li>`
    return () => problem.value ? html`<${Failure} problem=${problem.value} retry=${load} />` : !list.value ? html`<${Skeleton} lines=${3} />`
      : html`${list.value.length ? html`<ul class="gx-accesses">${list.value.map(row)}</ul>` : html`<p class="gx-faint">${t(`accesses.none.${props.kind ?? 'all'}`)}</p>`}
        ${props.mayEndAll && list.value.length > (props.path.startsWith('/session') ? 1 : 0) && html`<div><${Button} kind="danger" label=${t(props.path.startsWith('/session') ? 'accesses.endOthers' : 'accesses.endAll')} onClick=${endAll} /></div>`}`
  },
}

/** `read` → 只读, `customer:write` stays with its name. */
export const scopeLabel = (scope) => (t(`scope.${scope}`) === `scope.${scope}` ? scope : t(`scope.${scope}`))
