from zhike.requirements.models.imports import RequirementImport, RequirementImportRow
from zhike.requirements.models.items import Requirement, Section
from zhike.requirements.models.specification import Specification, Topic

__all__ = ["Requirement", "RequirementImport", "RequirementImportRow", "Section", "Specification", "Topic"]
