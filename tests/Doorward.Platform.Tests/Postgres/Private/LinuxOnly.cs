// The private PostgreSQL is for Linux, and so are its tests, file modes and signals included.
[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]
