import Kernel

/// A time from one day until another; either end may be open.
enum Term {
    static func check(from: Day?, until: Day?, keys: (String, String) = ("since", "until")) throws(Invalid) {
        guard let from, let until, until < from else { return }
        throw Invalid(keys.1, .outOfRange, ["min": from.description, "max": "9999-12-31"])
    }
}
