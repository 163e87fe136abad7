/** Text with markup from outside, made harmless: the server cleans it when it is kept, and here it is cleaned again before it is shown. */
import DOMPurify from '../libraries/dompurify.js'

const ALLOWED = { ALLOWED_TAGS: ['p', 'br', 'b', 'strong', 'i', 'em', 'u', 's', 'h1', 'h2', 'h3', 'h4', 'ul', 'ol', 'li', 'blockquote', 'pre', 'code', 'a', 'table', 'thead', 'tbody', 'tr', 'th', 'td', 'hr', 'span', 'div'], ALLOWED_ATTR: ['href', 'colspan', 'rowspan'] }

/** An element with what is left of the markup. */
export function cleaned(text) {
  const place = document.createElement('div')
  place.innerHTML = DOMPurify.sanitize(text, ALLOWED)
  for (const link of place.querySelectorAll('a')) {
    link.target = '_blank'
    link.rel = 'noopener noreferrer nofollow'
  }
  return place
}
