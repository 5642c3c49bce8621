"""What somebody is to the people whom restraint concerns."""

from __future__ import annotations

from django.db import models


class PersonRole(models.TextChoices):
    """People with lived experience and families stand first: lists that forget them send them away."""

    LIVED_EXPERIENCE = "lived_experience", "Person with lived experience"
    FAMILY_CARER = "family_carer", "Family carer"
    NURSE = "nurse", "Nurse"
    HEALTHCARE_ASSISTANT = "healthcare_assistant", "Healthcare assistant"
    SUPPORT_WORKER = "support_worker", "Support worker"
    TEACHER = "teacher", "Teacher"
    TEACHING_ASSISTANT = "teaching_assistant", "Teaching assistant"
    DOCTOR_OR_THERAPIST = "doctor_therapist", "Doctor or therapist"
    MANAGER = "manager", "Manager"
    TRAINER = "trainer", "Trainer"
    COMMISSIONER = "commissioner", "Commissioner"
    ADVOCATE = "advocate", "Advocate"
    STUDENT = "student", "Student"
    OTHER = "other", "Another role"
