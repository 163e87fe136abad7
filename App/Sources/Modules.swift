import Customers
import Engine

/// The modules of the product, in the order in which people see them. A new module is one line here.
let modules: [any Module] = [
    Customers()
]
