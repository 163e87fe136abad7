/** JSON from outside, such as the address. */
export function readable(text) {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
