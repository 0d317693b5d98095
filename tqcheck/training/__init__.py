"""Making and adapting translation models; needs the extra [torch]."""
