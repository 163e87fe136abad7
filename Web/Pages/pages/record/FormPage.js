/** A form as a page of its own, for what is long. */
import { html } from '../../parts/html.js'
import { computed, onMounted, ref, shallowRef } from '../../parts/libraries.js'
import { api } from '../../parts/api.js'
import { entityNamed } from '../../parts/catalogue.js'
import { ask } from '../../parts/Dialog.js'
import { Button } from '../../parts/elements.js'
import { RecordForm } from '../../parts/forms/RecordForm.js'
import { expansion, useForm } from '../../parts/forms/useForm.js'
import { keyLabel, useKeys } from '../../parts/keys.js'
import { back, go, useLeaveGuard } from '../../parts/router.js'
import { Failure, Skeleton } from '../../parts/states.js'
import { t } from '../../parts/texts.js'

export default {
  props: { entityName: String, id: String },
  setup(props) {
    const entity = computed(() => entityNamed(props.entityName))
    const form = shallowRef(null)
    const problem = ref(null)
    const isDone = ref(false)
    const load = async () => {
      try {
        form.value = useForm(entity.value, props.id ? await api.get(`/${entity.value.resource}/${props.id}`, { expand: expansion(entity.value) }) : null)
      } catch (found) {
        problem.value = found
      }
    }
    onMounted(load)
    useLeaveGuard(() => ask({ title: t('form.discard'), text: t('form.discardHelp'), yes: t('form.discardYes'), danger: true }), () => !isDone.value && form.value?.isDirty.value)
    const save = async () => {
      const record = await form.value.save()
      if (!record) return
      isDone.value = true
      go(`/${entity.value.resource}/${record.id}`, {}, { replace: true })
    }
    useKeys([{ keys: 'mod+enter', label: () => t('action.save'), run: save }, { keys: 'mod+s', label: () => t('action.save'), run: save }])
    return () => {
      if (problem.value) return html`<${Failure} problem=${problem.value} retry=${load} />`
      if (!form.value) return html`<${Skeleton} />`
      return html`
        <div class="gx-head"><h1>${t(props.id ? 'form.edit' : 'form.create', { name: entity.value.label })}</h1><span class="gx-grow"></span>
          <${Button} kind="quiet" label=${t('action.cancel')} onClick=${() => back(`/${entity.value.resource}`)} /><${Button} kind="primary" label=${t('action.save')} keys=${keyLabel('mod+enter')} busy=${form.value.state.isBusy} onClick=${save} /></div>
        <div class="gx-scroll gx-form-page"><${RecordForm} form=${form.value} entity=${entity.value} /></div>`
    }
  },
}
