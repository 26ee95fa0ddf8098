namespace Alerting;

/// <summary>A page of a list.</summary>
/// <typeparam name="T">What is listed.</typeparam>
/// <param name="Items">In the order of the list; at most as many as were asked for.</param>
/// <param name="Next">What to pass on to get the next page; null when this is the last.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next) : IPage;

/// <summary>A page of whatever list.</summary>
public interface IPage
{
    /// <summary>What to pass on to get the next page; null when this is the last.</summary>
    string? Next { get; }
}
