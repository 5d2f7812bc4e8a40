//! The outside world: SMS (later mail and payment), behind one trait each.
