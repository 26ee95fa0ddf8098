namespace Alerting.Regions;

/// <summary>
/// Threat levels after the UK scale, 1..5: moderate from a score of 2 on, substantial from 6, severe from 15, critical from
/// 40. A level falls when the score is below 0.8 of its bound. Open alerts and regions below hold it up.
/// </summary>
public enum ThreatLevel : byte
{
    /// <summary>Score below 2.</summary>
    Low = 1,

    /// <summary>Score 2 to 6.</summary>
    Moderate = 2,

    /// <summary>Score 6 to 15, or an alert of severity warning is open.</summary>
    Substantial = 3,

    /// <summary>Score 15 to 40, or an alert of severity severe is open.</summary>
    Severe = 4,

    /// <summary>Score from 40 on, or an alert of severity critical is open.</summary>
    Critical = 5,
}
