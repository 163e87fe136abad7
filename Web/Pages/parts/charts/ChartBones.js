/** Grey bars where a chart will stand. */
import { html } from '../html.js'

export const ChartBones = () => html`<div class="gx-chart-bones" aria-hidden="true">${Array.from({ length: 9 }, () => html`<i></i>`)}</div>`
