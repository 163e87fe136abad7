/**
 * Coming in: password, then the second factor where there is one; or another system; or, on a new server, the first administrator. With
 * `again` it lies over the page, because a session has ended, and leaves what is open as it is.
 */
import { html } from '../parts/html.js'
import { nextTick, onBeforeUnmount, onMounted, reactive, ref } from '../parts/libraries.js'
import { api } from '../parts/api.js'
import { Button, Menu } from '../parts/elements.js'
import { route, setQuery } from '../parts/router.js'
import { begin, entrance, hasSession, session } from '../parts/session.js'
import { LANGUAGES, language, speak, t } from '../parts/texts.js'

/** How often an interrupted page looks whether its person has come in on another one. */
const PAUSE = 2_000

export const LoginPage = {
  props: { again: Boolean },
  setup(props) {
    // Whoever another system sent back without a session learns here what to do.
    const refusal = !props.again && route.query.refused === 'singleSignOn' ? { message: t('login.refused') } : null
    const state = reactive({ step: 'password', isBusy: false, problem: refusal, challenge: null })
    const form = reactive({ login: props.again ? session.user.login : '', password: '', code: '', token: '', name: '' })
    const root = ref(null)
    const focus = () => nextTick(() => root.value?.querySelector('input:not([readonly])')?.focus())

    onMounted(() => {
      focus()
      if (entrance.setup) show('setup')
      setQuery({ refused: undefined })
    })
    // Another system leads through pages of its own; what is open here must stay, so it is done beside.
    const look = async () => {
      if (!document.hidden && (await hasSession().catch(() => false))) await begin(await api.get('/session', {}, { anonymous: true }))
    }
    const timer = props.again && setInterval(() => look().catch(() => {}), PAUSE)
    onBeforeUnmount(() => clearInterval(timer))
    const show = (step) => {
      Object.assign(state, { step, problem: null })
      focus()
    }
    const submit = async (event) => {
      event.preventDefault()
      Object.assign(state, { isBusy: true, problem: null })
      try {
        await { password: logIn, code: handInCode, setup: setUp }[state.step]()
      } catch (problem) {
        state.problem = problem
        form.code = ''
        focus()
      } finally {
        state.isBusy = false
      }
    }
    const logIn = async () => {
      const answer = await api.post('/session', { login: form.login.trim(), password: form.password }, { anonymous: true })
      if (!answer.challenge) return begin(await api.get('/session'))
      state.challenge = answer.challenge
      show('code')
    }
    const handInCode = async () => {
      await api.post('/session/code', { challenge: state.challenge, code: form.code.replace(/\s/g, '') }, { anonymous: true })
      await begin(await api.get('/session'))
    }
    const setUp = async () => {
      const { token, login, name, password } = form
      await api.post('/setup', { token: token.trim(), login: login.trim(), name: name.trim(), password }, { anonymous: true })
      await logIn()
    }
    const field = (key, type, complete, more = {}) => html`
      <label class="gx-field"><span class="gx-label">${t(`login.${key}`)}</span>
        <input class="gx-input" name=${key} type=${type} autocomplete=${complete} required value=${form[key]} onInput=${(event) => (form[key] = event.target.value)}
          aria-invalid=${state.problem?.fields?.[key] ? 'true' : undefined} ...${more} />
        ${state.problem?.fields?.[key] && html`<span class="gx-error">${state.problem.fields[key]}</span>`}</label>`
    const steps = {
      password: () => [field('login', 'text', 'username', { readonly: props.again, autocapitalize: 'none' }), field('password', 'password', 'current-password')],
      code: () => [html`<p class="gx-prose">${t('login.codeHelp')}</p>`, field('code', 'text', 'one-time-code', { inputmode: 'text', maxlength: 40 })],
      setup: () => [html`<p class="gx-prose">${t('login.setupHelp')}</p>`, field('token', 'text', 'off'), field('name', 'text', 'name'), field('login', 'text', 'username'), field('password', 'password', 'new-password')],
    }
    return () => html`
      <div class=${['gx-login', props.again && 'gx-login-again']} ref=${root}>
        <form class="gx-login-card" onSubmit=${submit} aria-label=${t('login.title')}>
          <div class="gx-login-brand"><span class="gx-mark" aria-hidden="true">关</span><span>${t('shell.brand')}</span></div>
          <h1>${t(props.again ? 'login.again' : `login.heading.${state.step}`)}</h1>
          ${props.again && html`<p class="gx-prose">${t('login.againHelp')}</p>`}
          ${steps[state.step]()}
          ${state.problem && !Object.keys(state.problem.fields ?? {}).length && html`<p class="gx-error" role="alert">${state.problem.message}</p>`}
          <${Button} type="submit" kind="primary" label=${t(`login.submit.${state.step}`)} busy=${state.isBusy} />
          ${state.step === 'code' && html`<${Button} kind="quiet" label=${t('login.back')} onClick=${() => show('password')} />`}
          ${state.step === 'password' && entrance.singleSignOn && html`<a class="gx-button" href="/login/oidc" target=${props.again ? '_blank' : undefined}>${t('login.singleSignOn')}</a>`}
          ${state.step === 'password' && entrance.demo && !props.again && html`<p class="gx-login-demo">${t('login.demo')}</p>`}
        </form>
        ${!props.again && html`<${Button} kind="quiet" icon="language" label=${LANGUAGES[language.value]} drop class="gx-login-language">
          <${Menu} items=${Object.entries(LANGUAGES).map(([key, label]) => ({ label, checked: key === language.value, run: () => speak(key) }))} /><//>`}
      </div>`
  },
}
