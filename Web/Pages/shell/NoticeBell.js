/** The bell of the top bar: how many notices are unread, and the panel that opens from it. */
import { html } from '../parts/html.js'
import { ref, Quasar } from '../parts/libraries.js'
import { Dialog } from '../parts/Dialog.js'
import { Icon } from '../parts/elements.js'
import { useKeys } from '../parts/keys.js'
import { notices, useNotices } from '../parts/notices.js'
import { t } from '../parts/texts.js'
import { useNarrow } from '../parts/useNarrow.js'
import { NoticeList } from './NoticeList.js'

const MOST = 99

export const NoticeBell = {
  setup() {
    const isOpen = ref(false)
    const isNarrow = useNarrow()
    const button = ref(null)
    useNotices()
    useKeys([{ keys: 'b', label: () => t('keys.notices'), run: () => (isOpen.value = !isOpen.value) }])
    const close = () => {
      isOpen.value = false
      button.value?.focus()
    }
    const label = () => (notices.unread ? t('notices.unread', { n: notices.unread }) : t('notices.none'))
    return () => html`
      <button type="button" ref=${button} class="gx-button gx-button-quiet gx-button-icon gx-bell" aria-label=${label()} aria-haspopup="dialog" aria-expanded=${String(isOpen.value)} onClick=${() => (isOpen.value = !isOpen.value)}>
        <${Icon} name="notifications" />${notices.unread > 0 && html`<span class="gx-bell-count" aria-hidden="true">${notices.unread > MOST ? `${MOST}+` : notices.unread}</span>`}
        ${!isNarrow.value && html`
          <${Quasar.QMenu} modelValue=${isOpen.value} no-parent-event class="gx-menu gx-notices-menu" role="dialog" aria-label=${t('notices.title')} transition-duration=${80} anchor="bottom right" self="top right" offset=${[0, 8]} onHide=${close}>
            ${() => html`<${NoticeList} onLeave=${close} />`}<//>`}
      </button>
      ${isNarrow.value && isOpen.value && html`<${Dialog} title=${t('notices.title')} side onClose=${close}>${({ close }) => html`<${NoticeList} onLeave=${close} />`}<//>`}`
  },
}
