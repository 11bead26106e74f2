"""What goes over the wire, noun by noun: models of what comes in, shapes of what goes out and how rows become them."""
