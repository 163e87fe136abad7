/**
 * Draws of many rows only those that are seen. Browsers cannot make an element of any height, so a list that would be higher is squeezed: the
 * scroll bar then stands for more than it is long, and the wheel still moves by what it says.
 */
import { computed, onActivated, onBeforeUnmount, onMounted, reactive, ref, watch } from '../../parts/libraries.js'

const HIGHEST = 8_000_000
const MORE = 12

export function useVirtual(length, rowHeight) {
  const box = ref(null)
  const view = reactive({ top: 0, height: 600 })
  let observer = null

  const full = computed(() => length.value * rowHeight.value)
  const height = computed(() => Math.min(full.value, HIGHEST))
  const squeeze = computed(() => (full.value > HIGHEST ? (full.value - view.height) / (HIGHEST - view.height) : 1))
  const first = computed(() => Math.max(0, Math.floor(view.top / rowHeight.value) - MORE))
  const last = computed(() => Math.min(length.value, Math.ceil((view.top + view.height) / rowHeight.value) + MORE))
  /** Where the first drawn row lies in the squeezed element. */
  const offset = computed(() => first.value * rowHeight.value - view.top + view.top / squeeze.value)

  let isOurs = false
  const follow = () => {
    if (!box.value) return
    if (isOurs) return (isOurs = false)
    view.top = Math.min(box.value.scrollTop * squeeze.value, Math.max(0, full.value - view.height))
  }
  const place = (top) => {
    view.top = Math.max(0, Math.min(top, full.value - view.height))
    const target = view.top / squeeze.value
    if (!box.value || Math.abs(box.value.scrollTop - target) < 0.5) return
    isOurs = true
    box.value.scrollTop = target
  }
  const wheel = (event) => {
    if (squeeze.value === 1 || event.ctrlKey || event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) return
    event.preventDefault()
    place(view.top + event.deltaY * (event.deltaMode === 1 ? rowHeight.value : 1))
  }
  const show = (index) => {
    const top = index * rowHeight.value
    const head = rowHeight.value
    if (top < view.top) place(top)
    else if (top + rowHeight.value > view.top + view.height - head) place(top + rowHeight.value - view.height + head)
  }

  onMounted(() => {
    observer = new ResizeObserver(([entry]) => (view.height = entry.contentRect.height || view.height))
    watch(box, (element, before) => {
      if (before) observer.unobserve(before)
      if (!element) return
      observer.observe(element)
      element.addEventListener('wheel', wheel, { passive: false })
    }, { immediate: true })
  })
  // A page that comes back from the side stands where it stood.
  onActivated(() => box.value && (box.value.scrollTop = view.top / squeeze.value))
  onBeforeUnmount(() => observer?.disconnect())

  return { box, first, last, offset, height, follow, show, view, top: () => place(0) }
}
