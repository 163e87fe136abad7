/** The ways to look at the same records. */
import { defineAsyncComponent } from '../../parts/libraries.js'
import { kindOf } from '../../parts/catalogue.js'
import { Skeleton } from '../../parts/states.js'

const view = (load) => defineAsyncComponent({ loader: async () => (await load()).default, delay: 200, loadingComponent: Skeleton })

/** `fits` tells whether an entity has what the mode needs. */
export const MODES = {
  list: { icon: 'view_list', fits: () => true },
  board: { icon: 'view_kanban', fits: (entity) => entity.fields.some((field) => field.kind === 'choice'), component: view(() => import('../board/BoardView.js')) },
  calendar: { icon: 'calendar_month', fits: (entity) => entity.fields.some((field) => ['date', 'dateTime'].includes(kindOf(field))), component: view(() => import('../calendar/CalendarView.js')) },
  chart: { icon: 'insert_chart_outlined', fits: () => true, component: view(() => import('../chart/ChartView.js')) },
}
