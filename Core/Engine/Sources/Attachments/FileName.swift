import Kernel

/// Names of files from outside.
public enum FileName {
    /// In Unicode scalars.
    public static let maximumLength = 200

    /// A name without folders, control characters and marks that turn the direction of writing (a `gpj.exe` that reads as a picture),
    /// and with the ending of what the file is.
    static func safe(_ name: String, type: ContentType) -> String {
        let last = name.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? ""
        let scalars = last.unicodeScalars.filter { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .surrogate, .lineSeparator, .paragraphSeparator, .privateUse: false
            default: !#"<>:"|?*"#.unicodeScalars.contains(scalar)
            }
        }
        var text = String(String.UnicodeScalarView(scalars)).stripped
        while text.hasPrefix(".") || text.hasSuffix(".") || text.hasSuffix(" ") {
            text = text.hasPrefix(".") ? String(text.dropFirst()) : String(text.dropLast())
        }
        let (stem, ending) = parts(text)
        return limited(stem.isEmpty ? "file" : stem, proper(ending, type))
    }

    private static func parts(_ name: String) -> (stem: String, ending: String) {
        guard let dot = name.lastIndex(of: "."), name[dot...].unicodeScalars.count <= 12 else { return (name, "") }
        return (String(name[..<dot]), String(name[name.index(after: dot)...]))
    }

    /// The ending as it was given where it is one of the type's, else the type's own.
    private static func proper(_ ending: String, _ type: ContentType) -> String {
        guard let wanted = type.ending else { return ending }
        let alike = ["jpg": ["jpg", "jpeg", "jpe", "jfif"], "tif": ["tif", "tiff"], "gz": ["gz", "tgz"]][wanted] ?? [wanted]
        return alike.contains(ending.lowercased()) ? ending : wanted
    }

    private static func limited(_ stem: String, _ ending: String) -> String {
        let tail = ending.isEmpty ? "" : "." + ending
        // Counted as the field counts: one letter may have any number of marks.
        let kept = stem.unicodeScalars.prefix(max(1, maximumLength - tail.unicodeScalars.count))
        return String(String.UnicodeScalarView(kept)) + tail
    }
}
