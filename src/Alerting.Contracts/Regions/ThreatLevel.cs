namespace Alerting.Regions;

/// <summary>Threat levels after the UK scale, 1..5.</summary>
public enum ThreatLevel : byte
{
    Low = 1,
    Moderate = 2,
    Substantial = 3,
    Severe = 4,
    Critical = 5,
}
