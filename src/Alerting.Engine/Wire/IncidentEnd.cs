namespace Alerting.Engine.Wire;

/// <summary>Which members follow the sources of an incident. The bits are in stored data: never reuse one.</summary>
[Flags]
internal enum IncidentEnd : byte
{
    Location = 1,
    UnlistedSources = 2,
    Summary = 4,
    Url = 8,

    /// <summary>All listed sources name the incident.</summary>
    NamedByAll = 16,

    /// <summary>Those that do are listed.</summary>
    NamedBy = 32,

    /// <summary>The location is in doubt.</summary>
    LocationDoubt = 64,

    /// <summary>Those are listed that an operator says it is not.</summary>
    Apart = 128,
}
