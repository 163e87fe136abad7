/** Whether the window is as narrow as a phone. */
import { onBeforeUnmount, ref } from './libraries.js'

export function useNarrow(width = 600) {
  const media = matchMedia(`(max-width: ${width}px)`)
  const isNarrow = ref(media.matches)
  // Paper is narrow too, but what is drawn anew for it would still be empty when it is printed.
  const follow = () => matchMedia('print').matches || (isNarrow.value = media.matches)
  media.addEventListener('change', follow)
  onBeforeUnmount(() => media.removeEventListener('change', follow))
  return isNarrow
}
