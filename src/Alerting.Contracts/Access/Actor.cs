using Orleans;

namespace Alerting.Access;

/// <summary>Who did something.</summary>
/// <param name="Id">Of the key, or of the person that a token names; stable.</param>
/// <param name="Name">For people; as it was then.</param>
/// <param name="Kind">How the subject is known.</param>
[GenerateSerializer, Immutable, Alias("alerting.Actor")]
public sealed record Actor([property: Id(0)] string Id, [property: Id(1)] string Name, [property: Id(2)] SubjectKind Kind)
{
    /// <summary>The server itself, or whoever has its machine.</summary>
    public static Actor System { get; } = new("system", "system", SubjectKind.System);
}

/// <summary>How a subject is known.</summary>
public enum SubjectKind : byte
{
    /// <summary>By a key.</summary>
    Key = 0,

    /// <summary>By the access token of an OpenID Connect issuer.</summary>
    Oidc = 1,

    /// <summary>By a session of the console, which a key opened.</summary>
    Session = 2,

    /// <summary>No caller: the server itself, or a command on its machine.</summary>
    System = 3,

    /// <summary>Not known: nobody who was let in, or one of whom a version of before kept no more than the name.</summary>
    Unknown = 4,
}
