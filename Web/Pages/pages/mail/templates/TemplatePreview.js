/** How a template reads in each language, filled with a record. */
import { html } from '../../../parts/html.js'
import { t } from '../../../parts/texts.js'

export const TemplatePreview = {
  /** `[{ language, subject, text, missing }]` */
  props: { looks: Array },
  setup(props) {
    const look = ({ language, subject, text, missing }) => html`
      <article key=${language} class="gx-mail-look" aria-label=${t(`mail.language.${language}`)}><b>${subject}</b><div class="gx-mail-plain">${text}</div>
        ${missing.length > 0 && html`<p class="gx-warn gx-small">${t('documents.missing', { names: missing.join(t('list.comma')) })}</p>`}</article>`
    return () => html`<section class="gx-mail-sides" aria-label=${t('documents.preview')}>${props.looks.map(look)}</section>`
  },
}
