import Kernel

/// The cells of a field: sealed where the field's kind asks for it, as the kind keeps them everywhere else.
extension Vault {
    func store(_ value: Value, in field: FieldDefinition, of entity: EntityDefinition, _ id: RecordID) throws -> [Stored] {
        guard field.kind is any SealedKind, let text = value.text else { return field.kind.store(value) }
        guard let sealed = seal(text, for: place(field, entity, id)), let digest = digests(text, of: name(field, entity)).first else {
            throw Refusal.notSealed
        }
        return [.text(sealed), .text(digest)]
    }

    /// What cannot be opened is as good as missing; `guanxi check` counts it. What lay there before there were keys is open still.
    func load(
        _ cells: ArraySlice<Stored>, of field: FieldDefinition, _ entity: EntityDefinition, _ id: RecordID, _ ring: KeyRing? = nil
    ) -> Value {
        guard field.kind is any SealedKind, let text = cells.first?.text, text.hasPrefix(Self.prefix) else { return field.kind.load(cells) }
        return open(text, for: place(field, entity, id), ring).map(Value.text) ?? .null
    }

    /// What the second column holds where the value is this one.
    func digests(of value: Value, _ field: FieldDefinition, _ entity: EntityDefinition) -> [Stored] {
        value.text.map { digests($0, of: name(field, entity)).map(Stored.text) } ?? []
    }

    private func name(_ field: FieldDefinition, _ entity: EntityDefinition) -> String { "\(entity.name).\(field.key)" }

    private func place(_ field: FieldDefinition, _ entity: EntityDefinition, _ id: RecordID) -> String {
        "\(entity.name).\(field.key).\(id)"
    }
}
