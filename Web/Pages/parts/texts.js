/**
 * All words of the pages, by key, in the language that the user has chosen. `t('list.total', { n: 3 })`; where a text has forms for one and
 * many, they stand as `list.total.one` and `list.total.other`.
 */
import { ref, shallowRef } from './libraries.js'
import { classicScript, Quasar } from './libraries.js'

export const LANGUAGES = { 'zh-CN': '中文', en: 'English' }

export const language = ref(document.documentElement.lang in LANGUAGES ? document.documentElement.lang : 'zh-CN')
const words = shallowRef({})
const loaded = {}

/** Switches to a language; components draw themselves anew, nothing is left. */
export async function speak(name) {
  loaded[name] ??= Promise.all([
    fetch(new URL(`../texts/${name}.json`, import.meta.url)).then((answer) => answer.json()),
    classicScript(`../libraries/quasar.${name}.js`),
  ])
  const [texts] = await loaded[name]
  words.value = texts
  language.value = name
  document.documentElement.lang = name
  localStorage.setItem('gx-language', name)
  Quasar.Lang.set(Quasar.Lang[name === 'en' ? 'enUS' : 'zhCN'])
}

/** The text of a key with its `{places}` filled; the key itself where it is missing, so that the gap shows. */
export function t(key, values = {}) {
  const form = 'n' in values ? `${key}.${new Intl.PluralRules(language.value).select(Number(values.n) || 0)}` : key
  const text = words.value[form] ?? words.value[`${key}.other`] ?? words.value[key] ?? key
  return text.replace(/\{(\w+)\}/g, (place, name) => values[name] ?? place)
}
