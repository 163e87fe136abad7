/** The list from which a record was opened: who stands before it, who after, and how many there are. */
import { shallowRef } from './libraries.js'

/** `{ entity, title, address, indexOf(id), rowAt(index), length() }`, or null. */
export const listContext = shallowRef(null)
