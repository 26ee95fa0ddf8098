namespace Alerting;

/// <summary>What people define for some regions.</summary>
public interface IRegional
{
    /// <summary>Codes, each with its subtree; empty: all.</summary>
    IReadOnlyList<string> Regions { get; }
}
