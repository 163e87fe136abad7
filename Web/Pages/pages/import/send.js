/** Sends a file with its progress, which the browser's `fetch` does not tell. */
import { Problem } from '../../parts/api.js'
import { language, t } from '../../parts/texts.js'

/** `{ promise, cancel }`; `onProgress(share)` from 0 to 1 while the file goes up. */
export function send(file, mapping, onProgress) {
  const request = new XMLHttpRequest()
  const promise = new Promise((resolve, reject) => {
    request.open('POST', `/api/v1/imports?mapping=${encodeURIComponent(JSON.stringify(mapping))}`)
    request.setRequestHeader('Content-Type', 'text/csv')
    request.setRequestHeader('Accept-Language', language.value)
    request.responseType = 'text'
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
