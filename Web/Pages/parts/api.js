/**
 * The REST API, the same that programs use. Every failure is a `Problem` with a sentence for people.
 */
import { language, t } from './texts.js'

export class Problem extends Error {
  /** `status` 0 means that the server did not answer. `fields` gives the message for each field that is at fault. */
  constructor(status, { code = 'unknown', detail, title, errors = [], ...rest } = {}) {
    super(detail || title || t('problem.unknown'))
    Object.assign(this, { status, code, errors, rest })
    this.fields = Object.fromEntries(errors.map((error) => [error.field, error.message]))
  }

  get isOffline() {
    return this.status === 0
  }
}

/** Set by the session: asks for a new login and resolves when somebody has logged in. */
let askForLogin = null
export function whenLoggedOut(ask) {
  askForLogin = ask
}

async function call(method, path, { params, body, headers = {}, signal, raw = false, anonymous = false } = {}) {
  const query = new URLSearchParams(
    Object.entries(params ?? {})
      .filter(([, value]) => value !== undefined && value !== null && value !== '')
      .map(([name, value]) => [name, typeof value === 'object' ? JSON.stringify(value) : String(value)])
  ).toString()
  const isFile = body instanceof Blob
  const request = {
    method,
    signal,
    headers: { 'Accept-Language': language.value, ...(body !== undefined && !isFile ? { 'Content-Type': 'application/json' } : {}), ...headers },
    body: body === undefined || isFile ? body : JSON.stringify(body),
  }
  for (;;) {
    let answer
    try {
      answer = await fetch('/api/v1' + path + (query ? '?' + query : ''), request)
    } catch (error) {
      if (error.name === 'AbortError') throw error
      throw new Problem(0, { code: 'offline', detail: t('problem.offline') })
    }
    if (answer.ok) return raw ? answer : answer.status === 204 ? null : answer.json()
    const problem = new Problem(answer.status, await answer.json().catch(() => ({})))
    // Whoever logs in again goes on where they were, with all they had typed.
    if (answer.status === 401 && !anonymous && askForLogin) await askForLogin()
    else throw problem
  }
}

export const api = {
  get: (path, params, options) => call('GET', path, { params, ...options }),
  post: (path, body = {}, options) => call('POST', path, { body, ...options }),
  put: (path, body = {}, options) => call('PUT', path, { body, ...options }),
  patch: (path, body, options) => call('PATCH', path, { body, ...options }),
  delete: (path, options) => call('DELETE', path, options),
}

/** A header that lets a request be sent again without being done twice. */
export function once() {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return { 'Idempotency-Key': [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('') }
}

/** The header that refuses a change when somebody else was faster. */
export function ifVersion(version) {
  return version === undefined ? {} : { 'If-Match': `"${version}"` }
}
