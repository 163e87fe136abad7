/** The accounts that one may send from. */
import { reactive } from '../../parts/libraries.js'
import { api } from '../../parts/api.js'
import { session } from '../../parts/session.js'

/** One's own come first. */
export function useAccounts(whenLoaded = () => {}) {
  const accounts = reactive({ items: [], isLoaded: false, problem: null, reload })

  async function reload() {
    try {
      const filter = { isActive: true, smtpHost: { empty: false } }
      const { data } = await api.get('/mail-accounts', { filter, sort: 'name', limit: 100, fields: 'name,address,displayName,signature,owner,audience' })
      const isOwn = (account) => account.audience === 'mine' && account.owner === session.user.id
      Object.assign(accounts, { items: [...data.filter(isOwn), ...data.filter((account) => !isOwn(account))], isLoaded: true, problem: null })
      whenLoaded(accounts.items)
    } catch (problem) {
      accounts.problem = problem
    }
  }

  reload()
  return accounts
}
