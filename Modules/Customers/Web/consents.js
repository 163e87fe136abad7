/** Whether we may use a way to a customer, as the server says it, in words. */
import { api } from '../../parts/api.js'
import { t } from '../../parts/texts.js'

export const CHANNELS = ['phone', 'text', 'mail', 'wechat', 'visit', 'letter']
export const PURPOSES = ['service', 'marketing', 'research']

export const permissions = (id) => api.get(`/customers/${id}/contact-permissions`).then(({ data }) => data)

/** Sentences about what is refused: of what holds for all purposes once, of all channels as one. */
export function warnings(refused) {
  const of = (purpose) => CHANNELS.filter((channel) => refused.some((one) => one.purpose === purpose && one.channel === channel))
  const names = (channels) => (channels.length === CHANNELS.length ? t('page.consent.anyWay') : channels.map((channel) => t(`page.consent.channel.${channel}`)).join(t('list.comma')))
  const always = of('service')
  const sentences = always.length ? [t('page.consent.never', { channels: names(always) })] : []
  for (const purpose of PURPOSES.slice(1)) {
    const more = of(purpose).filter((channel) => !always.includes(channel))
    if (more.length) sentences.push(t('page.consent.notFor', { purpose: t(`page.consent.purpose.${purpose}`), channels: names(more) }))
  }
  return sentences
}
