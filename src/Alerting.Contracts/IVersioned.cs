namespace Alerting;

/// <summary>A version of something that operators define, of which every version is kept.</summary>
public interface IVersioned
{
    /// <summary>Of what this is a version.</summary>
    string Id { get; }

    /// <summary>1 or more; numbers go on after a deletion.</summary>
    int Version { get; }

    /// <summary>When it was made.</summary>
    DateTimeOffset At { get; }

    /// <summary>Whether this version says that it was deleted.</summary>
    bool IsDeletion { get; }
}

/// <inheritdoc cref="IVersioned"/>
/// <typeparam name="TDefinition">What is defined.</typeparam>
public interface IVersioned<TDefinition> : IVersioned
    where TDefinition : class
{
    /// <summary>Null when this version is the deletion.</summary>
    TDefinition? Definition { get; }
}
