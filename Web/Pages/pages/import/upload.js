/** Sends a file with its progress, which the browser's `fetch` does not tell. */
import { Problem } from '../../parts/api.js'
import { language, t } from '../../parts/texts.js'

/** `{ promise, cancel }`; the promise resolves with `{ id, name, size }`, `onProgress(share)` goes from 0 to 1. */
export function upload(file, name, onProgress = () => {}) {
  const request = new XMLHttpRequest()
  const promise = new Promise((resolve, reject) => {
    request.open('POST', `/api/v1/import-files?name=${encodeURIComponent(name)}`)
    request.setRequestHeader('Content-Type', 'application/octet-stream')
    request.setRequestHeader('Accept-Language', language.value)
    request.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total)
    request.onerror = () => reject(new Problem(0, { code: 'offline', detail: t('import.broken') }))
    request.onabort = () => reject(new DOMException('stopped', 'AbortError'))
    request.onload = () => {
      let answer = {}
      try {
        answer = JSON.parse(request.responseText)
      } catch {
        // Something before the server answered; its status says enough.
      }
      if (request.status >= 200 && request.status < 300) resolve(answer)
      else reject(new Problem(request.status, answer))
    }
    request.send(file)
  })
  return { promise, cancel: () => request.abort() }
}
