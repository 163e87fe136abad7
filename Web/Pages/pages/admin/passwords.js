/** First passwords, long enough to be good and easy to read out: no 0 and O, no 1 and l. */
const LETTERS = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789'

/** Like `kH7w-Pq3x-9mTd-u2`. */
export function madePassword() {
  const letters = []
  while (letters.length < 14) {
    const [byte] = crypto.getRandomValues(new Uint8Array(1))
    // What would fall unevenly on the letters is drawn again.
    if (byte < 256 - (256 % LETTERS.length)) letters.push(LETTERS[byte % LETTERS.length])
  }
  return letters.join('').replace(/(.{4})(?=.)/g, '$1-')
}
