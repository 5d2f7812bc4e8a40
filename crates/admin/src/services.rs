//! Services of the process that actions use.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::sync::Arc;

/// Services by their type. Cheap to clone: clones share the same services.
#[derive(Clone, Default)]
pub struct Services(HashMap<TypeId, Arc<dyn Any + Send + Sync>>);

impl Services {
    /// Adds a service.
    #[must_use]
    pub fn with<T: Any + Send + Sync>(mut self, service: T) -> Self {
        self.0.insert(TypeId::of::<T>(), Arc::new(service));
        self
    }

    /// The service of a type.
    pub fn get<T: Any + Send + Sync>(&self) -> Option<&T> {
        self.0.get(&TypeId::of::<T>())?.downcast_ref()
    }

    /// Whether there is a service of a type.
    pub fn has<T: Any + Send + Sync>(&self) -> bool {
        self.get::<T>().is_some()
    }
}
