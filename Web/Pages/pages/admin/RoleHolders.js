/** Who has a role, and the way to see what they see. */
import { html } from '../../parts/html.js'
import { api } from '../../parts/api.js'
import { Person } from '../../parts/elements.js'
import { usePages } from '../../parts/pages.js'
import { Link } from '../../parts/router.js'
import { Empty, Failure, Skeleton } from '../../parts/states.js'
import { t } from '../../parts/texts.js'
import { MoreFoot } from './MoreFoot.js'

export const RoleHolders = {
  props: { role: Object },
  setup(props) {
    const list = usePages((cursor) => api.get('/users', { filter: { roles: { any: [props.role.id] } }, fields: 'name,login,unit,isActive', expand: 'unit', sort: 'name', limit: 50, cursor, count: !cursor }))
    return () => list.problem ? html`<${Failure} problem=${list.problem} retry=${list.reload} />`
      : !list.isLoaded ? html`<${Skeleton} lines=${6} />`
      : !list.items.length ? html`<${Empty} icon="group_off" title=${t('roles.nobody')} text=${t('roles.nobodyHelp')} />`
      : html`<p class="gx-prose">${t('roles.lookAs')}</p>
        <table class="gx-admin-rows"><tbody>${list.items.map((user) => html`<tr key=${user.id}><td><${Link} to="/admin/users" query=${{ role: props.role.id, user: user.id }} class="gx-link"><${Person} name=${user.name} /><//></td><td class="gx-faint">${user.login}</td><td>${user.expanded?.unit?.title}</td></tr>`)}</tbody></table><${MoreFoot} list=${list} />`
  },
}
