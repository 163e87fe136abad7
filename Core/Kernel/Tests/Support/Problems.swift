import Kernel

/// The code of the problem that a kind finds in a value, nil when it finds none.
func problem(_ kind: any FieldKind, _ json: JSON) -> ValueProblem.Code? {
    do throws(ValueProblem) {
        _ = try kind.parse(json)
        return nil
    } catch {
        return error.code
    }
}

/// The code of the problem that a kind finds in the cell of a file.
func problem(_ kind: any FieldKind, text: String) -> ValueProblem.Code? {
    do throws(ValueProblem) {
        _ = try kind.parse(text: text)
        return nil
    } catch {
        return error.code
    }
}
