//! Versions of projects and users: they rise with each change of what an operator decides about.

use miaohui_db::{Result, Tx};

use crate::ids::{FeedbackId, ImageId, PackageId, ProjectId};

/// Raises the version of a project.
pub fn raise(tx: &mut Tx<'_>, project: ProjectId) -> Result<()> {
    tx.execute("UPDATE cf_project SET version = version + 1 WHERE id = $1", &[project.into()])?;
    Ok(())
}

/// Raises the version of the project of a package.
pub fn raise_of_package(tx: &mut Tx<'_>, package: PackageId) -> Result<()> {
    tx.execute(
        "UPDATE cf_project SET version = version + 1
         WHERE id = (SELECT project_id FROM cf_package WHERE id = $1)",
        &[package.into()],
    )?;
    Ok(())
}

/// Raises the version of the project of a feedback.
pub fn raise_of_feedback(tx: &mut Tx<'_>, feedback: FeedbackId) -> Result<()> {
    tx.execute(
        "UPDATE cf_project SET version = version + 1
         WHERE id = (SELECT project_id FROM cf_feedback WHERE id = $1)",
        &[feedback.into()],
    )?;
    Ok(())
}

/// Raises the versions of the projects and users that show an image.
pub fn raise_of_image(tx: &mut Tx<'_>, image: ImageId) -> Result<()> {
    tx.execute(
        "UPDATE cf_project SET version = version + 1
         WHERE cover = $1 OR id IN (SELECT project_id FROM cf_feedback WHERE image = $1)",
        &[image.into()],
    )?;
    tx.execute("UPDATE cf_user SET version = version + 1 WHERE idcard_image = $1", &[image.into()])?;
    Ok(())
}
