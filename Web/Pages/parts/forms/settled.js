/** What happens when a record was changed since it was read. */
import { open } from '../Dialog.js'
import { ConflictDialog, disputed } from './ConflictDialog.js'

/**
 * Resolves with what of `mine` is to be saved over `theirs`: all of it where both touched other fields, as when the program graded the customer
 * meanwhile; else what is chosen, or nothing when it was given up.
 */
export const settled = async (entity, base, mine, theirs) => (disputed(base, mine, theirs).length ? open(ConflictDialog, { entity, base, mine, theirs }) : mine)
