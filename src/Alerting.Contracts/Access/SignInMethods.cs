namespace Alerting.Access;

/// <summary>How people may sign in to the console, beside by a key.</summary>
/// <param name="Oidc">By the OpenID Connect issuer of their organisation.</param>
public sealed record SignInMethods(bool Oidc);
