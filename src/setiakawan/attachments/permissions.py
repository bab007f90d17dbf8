"""Who may see what arrived: whoever brought it. Who may see a photo of somebody, its package says."""

from setiakawan.access.permissions import Permission
from setiakawan.access.protection import protect
from setiakawan.access.roles import Role
from setiakawan.attachments.models import Upload

SEE_UPLOADS = Permission("upload.see", {Role.MEMBER: "own"})

protect(Upload, SEE_UPLOADS, rights=("SELECT", "INSERT"))
