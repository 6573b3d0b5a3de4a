"""What `manage.py doctor` looks at, and what it says about it."""

from zhike.core.examination.findings import Finding, Health
from zhike.core.examination.ward import examine

__all__ = ["Finding", "Health", "examine"]
