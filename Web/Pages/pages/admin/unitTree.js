/** The units as a tree: read in pages, found, opened, moved. */
import { computed, reactive, shallowRef } from '../../parts/libraries.js'
import { api, ifVersion } from '../../parts/api.js'
import { allPages } from '../../parts/pages.js'
import { t } from '../../parts/texts.js'
import { done, failed } from '../../parts/toast.js'

const FIELDS = 'name,code,kind,parent'

export function useUnitTree() {
  const units = shallowRef(null)
  const people = shallowRef(new Map())
  const state = reactive({ problem: null, words: '', opened: new Set() })

  const byID = computed(() => new Map((units.value ?? []).map((unit) => [unit.id, unit])))
  const childrenOf = computed(() => {
    const children = new Map()
    for (const unit of units.value ?? []) {
      const parent = byID.value.has(unit.parent) ? unit.parent : null
      children.set(parent, [...(children.get(parent) ?? []), unit])
    }
    return children
  })
  const children = (unit) => childrenOf.value.get(unit?.id ?? null) ?? []

  async function load() {
    try {
      const isFirst = !units.value
      units.value = await allPages((cursor) => api.get('/org-units', { fields: FIELDS, sort: 'code', limit: 200, cursor }))
      state.problem = null
      // The upper two levels are open at first.
      if (isFirst) for (const root of children(null)) [root, ...(units.value.length < 300 ? children(root) : [])].forEach((unit) => state.opened.add(unit.id))
    } catch (problem) {
      state.problem = problem
    }
    const answer = await api.get('/users/aggregate', { group: 'unit', filter: { isActive: true } }).catch(() => ({ data: [] }))
    people.value = new Map(answer.data.map(({ group, measures }) => [group.unit, measures.count]))
  }

  /** What is found, with all above it; null when nothing is looked for. */
  const found = computed(() => {
    const words = state.words.trim().toLowerCase()
    if (!words) return null
    const shown = new Set()
    for (const unit of units.value ?? []) {
      if (!unit.name.toLowerCase().includes(words) && !unit.code.toLowerCase().includes(words)) continue
      for (let place = unit; place && !shown.has(place.id); place = byID.value.get(place.parent)) shown.add(place.id)
    }
    return shown
  })

  /** The rows from top to bottom as they stand now. */
  const rows = computed(() => {
    const list = []
    const add = (unit, level) => {
      if (found.value && !found.value.has(unit.id)) return
      const isOpen = Boolean(found.value) || state.opened.has(unit.id)
      list.push({ unit, level, isOpen, hasChildren: children(unit).length > 0 })
      if (isOpen) for (const child of children(unit)) add(child, level + 1)
    }
    for (const unit of children(null)) add(unit, 0)
    return list
  })

  const isWithin = (unit, above) => {
    for (let place = unit; place; place = byID.value.get(place.parent)) if (place.id === above.id) return true
    return false
  }

  /** Moves at once; what the server refuses is moved back, with the reason. */
  async function move(unit, parent, { isUndo = false } = {}) {
    const before = unit.parent
    if ((parent?.id ?? null) === (before ?? null)) return
    if (parent && isWithin(parent, unit)) return failed(Object.assign(new Error(t('units.cycle')), { status: 409, errors: [] }))
    const put = (changes) => (units.value = units.value.map((other) => (other.id === unit.id ? { ...other, ...changes } : other)))
    put({ parent: parent?.id ?? null })
    if (parent) state.opened.add(parent.id)
    try {
      const saved = await api.patch(`/org-units/${unit.id}`, { parent: parent?.id ?? null }, { headers: ifVersion(unit.version) })
      put({ version: saved.version })
      if (!isUndo) done(t('units.moved', { name: unit.name, parent: parent?.name ?? t('units.top') }), () => move(byID.value.get(unit.id), byID.value.get(before) ?? null, { isUndo: true }))
    } catch (problem) {
      put({ parent: before })
      failed(problem)
    }
  }

  const toggle = (unit, isOpen = !state.opened.has(unit.id)) => (isOpen ? state.opened.add(unit.id) : state.opened.delete(unit.id))

  load()
  return { state, units, people, byID, rows, load, move, toggle, children, isWithin }
}
