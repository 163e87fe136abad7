/** The areas of the administration: their addresses, who sees them, and the files that draw them. */
import { entityNamed } from '../../parts/catalogue.js'

const area = (key, icon, load, more = {}) => ({ key, icon, load: async () => (await load()).default, ...more })
const hasEntity = (name) => () => Boolean(entityNamed(name))
const list = () => import('./SmallListArea.js')

/** `needs` tells whether there is anything to show; `entity` is for areas that are plain lists of one. */
export const GROUPS = [
  {
    key: 'people',
    areas: [
      area('users', 'person', () => import('./UsersArea.js'), { needs: hasEntity('user') }),
      area('roles', 'badge', () => import('./RolesArea.js'), { needs: hasEntity('role') }),
      area('units', 'account_tree', () => import('./UnitsArea.js'), { needs: hasEntity('orgUnit') }),
      area('teams', 'groups', list, { needs: hasEntity('team'), entity: 'team' }),
      area('delegations', 'swap_horiz', list, { needs: hasEntity('delegation'), entity: 'delegation' }),
      area('accesses', 'devices', () => import('./AccessesArea.js'), { needs: () => entityNamed('user')?.can.edit }),
    ],
  },
  {
    key: 'data',
    areas: [
      area('fields', 'add_box', () => import('./FieldsArea.js'), { needs: hasEntity('customField') }),
      area('objects', 'table_chart', () => import('./ObjectsArea.js'), { needs: hasEntity('customEntity') }),
      area('layouts', 'view_quilt', () => import('./LayoutsArea.js'), { needs: hasEntity('customField') }),
      area('numbers', 'pin', () => import('./NumbersArea.js'), { needs: () => true }),
      area('documents', 'description', () => import('./documents/TemplatesArea.js'), { needs: () => entityNamed('documentTemplate')?.can.edit }),
      area('mailTemplates', 'drafts', () => import('../mail/templates/MailTemplatesArea.js'), { needs: () => entityNamed('mailTemplate')?.can.edit }),
      area('retention', 'gavel', list, { needs: () => entityNamed('retentionRule')?.can.edit, entity: 'retentionRule' }),
      area('tags', 'sell', list, { needs: hasEntity('tag'), entity: 'tag' }),
    ],
  },
  {
    key: 'operation',
    areas: [
      area('webhooks', 'webhook', () => import('./webhooks/WebhooksArea.js'), { needs: () => entityNamed('webhook')?.can.edit }),
      area('mail', 'alternate_email', () => import('../mail/AccountsArea.js'), { needs: hasEntity('mailAccount') }),
      area('log', 'policy', () => import('./LogArea.js'), { needs: () => true }),
      area('system', 'monitor_heart', () => import('./SystemArea.js'), { needs: () => true }),
    ],
  },
]
